-- KEYS: epoch, server that it was made for; ARGV: token for a new epoch, this server
-- Another server, a restarted one or one that was promoted may have lost the last writes: nothing kept before is current.
if redis.call('GET', KEYS[2]) ~= ARGV[2] then
  redis.call('SET', KEYS[1], ARGV[1])
  redis.call('SET', KEYS[2], ARGV[2])
end
return 1
