-- Reads complete requests of one length from a named pipe; each is sent once.
local bytes = tonumber(os.getenv("KIPASS_REQUEST_BYTES"))
local pause = tonumber(os.getenv("KIPASS_PAUSE_MS") or "0")
local feed

function init(args)
  feed = io.open(os.getenv("KIPASS_FEED"), "rb")
end

function request()
  return feed:read(bytes)
end

if pause > 0 then
  -- Exponential pauses keep 64 connections from marching in step.
  function delay()
    return math.floor(-pause * math.log(1 - math.random()))
  end
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("FIGURES %d %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), latency.max, e.status, e.connect + e.read + e.write + e.timeout))
end
