-- KEYS: epoch, then generation and fence of everything and of each table, then perhaps an entry
-- ARGV: token for what is missing or ended here, count of pairs of generation and fence
-- Leaves: now (ms), fenced, stamp
local fresh, pairs_ = ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function generation(key)
  local found = redis.call('GET', key)
  if not found then -- lost or never made: in both cases nothing that was kept before is current
    redis.call('SET', key, fresh)
    return fresh
  end
  return found
end
local fenced = false
local parts = {generation(KEYS[1])}
for i = 2, 2 * pairs_, 2 do
  if redis.call('EXISTS', KEYS[i + 1]) == 1 then
    if redis.call('ZREMRANGEBYSCORE', KEYS[i + 1], '-inf', now) > 0 then -- its writer died, perhaps after its commit
      redis.call('SET', KEYS[i], fresh)
    end
    fenced = fenced or redis.call('EXISTS', KEYS[i + 1]) == 1
  end
  parts[#parts + 1] = generation(KEYS[i])
end
local stamp = table.concat(parts, '.')
