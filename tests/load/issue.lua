-- One new ticket after the other; the idempotency key is the ticket's id.
local token, service = os.getenv("TOKEN"), os.getenv("SERVICE")
local count, base = 0, ""

function init()
  math.randomseed(tonumber(os.getenv("SEED")))
  base = string.format("%08x-%04x-4%03x-8%03x-", math.random(0, 0x7fffffff),
    math.random(0, 0xffff), math.random(0, 0xfff), math.random(0, 0xfff))
end

function request()
  count = count + 1
  return wrk.format("POST", "/api/v1/tickets", {
    ["Authorization"] = "Bearer " .. token,
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = base .. string.format("%012x", count),
  }, '{"service":"' .. service .. '"}')
end
