-- KEYS: generation and fence of each table; ARGV: token for the generations, token of the fence if there was one
-- ZREM first, in any case: a full server takes it, and then the rest of the step too (Redis 6, which knows no flags of scripts).
for i = 1, #KEYS, 2 do
  redis.call('ZREM', KEYS[i + 1], ARGV[2] or '')
  redis.call('SET', KEYS[i], ARGV[1])
end
return 1
