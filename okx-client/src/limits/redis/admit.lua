-- Reserves the units of a request in all of its budgets, or in none.
--
-- Each budget is a sorted set with one member per held unit. Its score is the time at which the unit is released, in microseconds on this
-- server's clock. As long as no reply has arrived, that is the time at which it is released if the reply is lost.
--
-- KEYS: the key of the data about all budgets; then one key per budget.
-- ARGV: the ID of the request; the generation of the data that its process knows, or empty if it is new here; how long the request can
-- still arrive if its process dies, in microseconds; how long other processes may take to reconnect after this one, in microseconds; then
-- units, limit, and window in microseconds for each budget.
-- Returns the generation; the index of the budget that has no room, from 1, or 0 if all units were reserved; the microseconds until it may
-- have room; how many of its units are held.
local DAY = 86400000
local LONGEST_CLOSURE = 60000000
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local about = redis.call('HMGET', KEYS[1], 'generation', 'lost')
local generation, lost = about[1], about[2]
if not generation then
    generation = ARGV[1]
    redis.call('HSET', KEYS[1], 'generation', generation)
end
if ARGV[2] ~= '' and ARGV[2] ~= generation then
    -- A process has sent requests that are not recorded here, and others may still be sending without this server until they reconnect.
    -- No request is admitted before OKX no longer counts any of them.
    lost = now
    redis.call('HSET', KEYS[1], 'lost', now)
end
redis.call('PEXPIRE', KEYS[1], DAY)

local short, wait, used = 0, 0, 0
for budget = 2, #KEYS do
    local at = 3 * budget - 1
    local units, limit, window = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
    redis.call('ZREMRANGEBYSCORE', KEYS[budget], '-inf', now)
    local free = now
    local held = redis.call('ZCARD', KEYS[budget])
    local over = held + units - limit
    if over > 0 then
        local last = redis.call('ZRANGE', KEYS[budget], over - 1, over - 1, 'WITHSCORES')
        -- Units in flight are released one window after the reply, which may arrive now.
        free = math.min(tonumber(last[2] or now + window), now + window)
    end
    if lost then
        free = math.max(free, lost + tonumber(ARGV[4]) + 2 * math.min(window, LONGEST_CLOSURE))
    end
    local closed = redis.call('HGET', KEYS[1], KEYS[budget])
    if closed then
        free = math.max(free, tonumber(closed))
        if tonumber(closed) <= now then redis.call('HDEL', KEYS[1], KEYS[budget]) end
    end
    if free - now > wait then
        short, wait, used = budget - 1, free - now, held
    end
end
if short > 0 then return {generation, short, math.ceil(wait), used} end

for budget = 2, #KEYS do
    local at = 3 * budget - 1
    local units, window = tonumber(ARGV[at]), tonumber(ARGV[at + 2])
    local held = ARGV[3] + window
    local members = {}
    for unit = 1, units do
        members[2 * unit - 1] = now + held
        members[2 * unit] = ARGV[1] .. ':' .. unit
    end
    redis.call('ZADD', KEYS[budget], unpack(members))
    redis.call('PEXPIRE', KEYS[budget], math.ceil(held / 1000) + 1000)
end
return {generation, 0, 0, 0}
