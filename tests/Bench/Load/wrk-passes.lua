-- Fetches passes with one session after the other; the requests are written once, before the run.
local requests = {}
local at = 0

function init(args)
  local body = '{"count":' .. os.getenv("KIPASS_COUNT") .. '}'
  for token in io.lines(os.getenv("KIPASS_SESSIONS")) do
    requests[#requests + 1] = wrk.format("POST", "/v1/passes",
      { ["Host"] = "localhost", ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }, body)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("FIGURES %d %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), latency.max, e.status, e.connect + e.read + e.write + e.timeout))
end
