-- One tap at a kiosk after the other: a number leased for a new ticket.
local token, service = os.getenv("TOKEN"), os.getenv("SERVICE")
local count, base = 0, ""

function init()
  math.randomseed(tonumber(os.getenv("SEED")))
  base = string.format("%08x-%04x-4%03x-8%03x-", math.random(0, 0x7fffffff),
    math.random(0, 0xffff), math.random(0, 0xfff), math.random(0, 0xfff))
end

function request()
  count = count + 1
  return wrk.format("POST", "/api/v1/leases", {
    ["Authorization"] = "Bearer " .. token,
    ["Content-Type"] = "application/json",
  }, '{"ticket":"' .. base .. string.format("%012x", count) .. '","service":"' .. service .. '"}')
end
