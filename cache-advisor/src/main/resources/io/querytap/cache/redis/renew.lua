-- KEYS: generation and fence of each table; ARGV: token for generations, token of the fence, how long it stands from now on (ms)
-- A fence that is gone, because the data was lost or somebody ended it, is raised again.
local time = redis.call('TIME')
local deadline = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[3])
for i = 1, #KEYS, 2 do
  if not redis.call('ZSCORE', KEYS[i + 1], ARGV[2]) then
    redis.call('SET', KEYS[i], ARGV[1])
  end
  redis.call('ZADD', KEYS[i + 1], deadline, ARGV[2])
end
return 1
