-- Takes a request's units from all budgets it draws on, or from none.
--
-- Each budget is a sorted set with a member for each unit that is held, scored by the moment it comes free, in microseconds by this
-- server's own clock. A unit whose reply has not come is scored by the moment it comes free if the reply never comes.
--
-- KEYS: what is known of the data as a whole; then a key for each budget.
-- ARGV: the request's id; the generation of the data its process has relied on, empty when it is new here; how long the request may
-- arrive if its process dies, in microseconds; how long after this process others may find this server, in microseconds; then units, limit and window in microseconds
-- for each budget.
-- Gives the generation; which budget has no room, counted from one, or 0 when all was taken; how many microseconds until it may have; how
-- many units of it are held.
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
    -- A process has sent what is not written here, and others may still be sending by themselves until they find this server. Nobody is
    -- admitted before OKX has forgotten it all.
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
        -- What is under way comes free a window after its reply, which may come now.
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
