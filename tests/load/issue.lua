-- One new ticket after the other. WHAT=issue: numbered and queued in one go, under an idempotency
-- key; WHAT=lease: a number for a tap at a kiosk, under the ticket's id.
local what, token, service = os.getenv("WHAT"), os.getenv("TOKEN"), os.getenv("SERVICE")
local count, base = 0, ""

function init()
  math.randomseed(tonumber(os.getenv("SEED")))
  base = string.format("%08x-%04x-4%03x-8%03x-", math.random(0, 0x7fffffff),
    math.random(0, 0xffff), math.random(0, 0xfff), math.random(0, 0xfff))
end

function request()
  count = count + 1
  local id = base .. string.format("%012x", count)
  local headers = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }
  if what == "lease" then
    local body = '{"ticket":"' .. id .. '","service":"' .. service .. '"}'
    return wrk.format("POST", "/api/v1/leases", headers, body)
  end
  headers["Idempotency-Key"] = id
  return wrk.format("POST", "/api/v1/tickets", headers, '{"service":"' .. service .. '"}')
end
