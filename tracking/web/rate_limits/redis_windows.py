"""Rate limits counted in Redis for all processes; every key expires with its window."""

from limits import RateLimitItem
from limits.storage import RedisStorage

from tracking.orders.cache_backend import ShopRedis
from tracking.web.rate_limits.windows import LimitKey

_MAX_RACE = 1.0  # seconds by which another process may have counted later than we read the time


class RedisWindows:
    """Runs the scripts of ``limits`` on our own connections. Raises RedisError, and the errors of a broken response.

    The time is the server's: the clocks of processes may differ. A full Redis evicts keys; ``LimitKey.group`` is not
    counted here, but in the windows of each process.
    """

    def __init__(self, redis: ShopRedis) -> None:
        self._redis = redis
        self._acquire = redis.register_script(RedisStorage.SCRIPT_ACQUIRE_MOVING_WINDOW)
        self._window = redis.register_script(RedisStorage.SCRIPT_MOVING_WINDOW)

    def hit(self, key: LimitKey, limit: RateLimitItem) -> float:
        """Counts a hit and returns 0; where the limit is reached, counts nothing and returns the seconds to wait."""
        if self._acquired(key, limit):
            return 0.0
        if wait := self.wait(key, limit):
            return wait
        return 0.0 if self._acquired(key, limit) else 1.0  # expired, or forgotten, meanwhile

    def wait(self, key: LimitKey, limit: RateLimitItem) -> float:
        """Returns the seconds until another hit would be counted; 0 where it would be now."""
        name, now, seconds = self._name(key, limit), self._now(), limit.get_expiry()
        window = self._window([name], [now - seconds, limit.amount])
        if not window or int(window[1]) < limit.amount:
            return 0.0
        oldest = float(window[0])
        if oldest > now + _MAX_RACE:
            # Counted before the server's clock was set back: such hits would stay in the window for as long again.
            self._redis.delete(name)
            return 0.0
        return min(max(0.0, oldest + seconds - now), seconds)

    def _acquired(self, key: LimitKey, limit: RateLimitItem) -> bool:
        values = [self._now(), limit.amount, limit.get_expiry(), 1]
        return bool(self._acquire([self._name(key, limit)], values))

    def _now(self) -> float:
        seconds, microseconds = self._redis.time()
        return float(seconds) + float(microseconds) / 1e6

    def _name(self, key: LimitKey, limit: RateLimitItem) -> str:
        return self._redis.name("limit", key.scope, str(limit.get_expiry()), key.id)
