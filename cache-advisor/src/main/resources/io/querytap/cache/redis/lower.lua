-- KEYS: generation and fence of each table; ARGV: token for the generations, token of the fence if there was one
for i = 1, #KEYS, 2 do
  redis.call('SET', KEYS[i], ARGV[1])
  if ARGV[2] then
    redis.call('ZREM', KEYS[i + 1], ARGV[2])
  end
end
return 1
