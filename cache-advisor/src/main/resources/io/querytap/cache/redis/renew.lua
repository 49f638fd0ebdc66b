-- KEYS: generation and fence of each table; ARGV: token for generations, token of the fence, how long it stands from now on (ms)
-- A fence that is gone, because the data was lost or its time was over, is raised again.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 1, #KEYS, 2 do
  local ended = redis.call('ZREMRANGEBYSCORE', KEYS[i + 1], '-inf', now)
  if ended > 0 or not redis.call('ZSCORE', KEYS[i + 1], ARGV[2]) then
    redis.call('SET', KEYS[i], ARGV[1])
  end
  redis.call('ZADD', KEYS[i + 1], now + tonumber(ARGV[3]), ARGV[2])
end
return 1
