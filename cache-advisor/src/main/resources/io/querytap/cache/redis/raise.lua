-- KEYS: generation and fence of each table; ARGV: token for the generations, token of the fence, how long it stands (ms)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 1, #KEYS, 2 do
  redis.call('ZREMRANGEBYSCORE', KEYS[i + 1], '-inf', now)
  redis.call('ZADD', KEYS[i + 1], now + tonumber(ARGV[3]), ARGV[2])
  redis.call('SET', KEYS[i], ARGV[1])
end
return 1
