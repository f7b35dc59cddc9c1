-- Sends one request with one session after the other; the requests are written once, before the run.
local requests = {}
local at = 0

function init(args)
  local path, body = os.getenv("KIPASS_PATH"), os.getenv("KIPASS_BODY")
  for token in io.lines(os.getenv("KIPASS_SESSIONS")) do
    requests[#requests + 1] = wrk.format("POST", path,
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
