"""How the bot gets its updates: by asking, or at its webhook; never both."""

import re
from urllib.parse import urlsplit

from bot.standin.clock import Clock
from bot.standin.errors import ApiError, bad_request, too_many_requests
from bot.standin.methods import Params
from bot.standin.polling import Polling
from bot.standin.text import Json
from bot.standin.updates import KINDS, UpdateQueue
from bot.standin.webhook import Post, Webhook, WebhookDelivery

_PORTS = frozenset({80, 88, 443, 8443})
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_MAX_SECRET = 256
_DEFAULT_CONNECTIONS = 40
_SET_AGAIN_SECONDS = 1.0


class Delivery:
    """getUpdates, setWebhook, deleteWebhook and getWebhookInfo of one bot.

    A `local` server takes webhooks at any address, also without encryption. Without `post`
    there are no webhooks.
    """

    def __init__(
        self,
        queue: UpdateQueue,
        clock: Clock,
        post: Post | None,
        *,
        local: bool,
        retry_seconds: float,
    ) -> None:
        self._queue = queue
        self._clock = clock
        self._post = post
        self._local = local
        self._retry_seconds = retry_seconds
        self._polling = Polling(queue, clock)
        self._webhook: WebhookDelivery | None = None
        self._set_at = 0.0
        self._start_polling()

    def _start_polling(self) -> None:
        self._queue.on_update = lambda _: self._polling.wake()

    async def get_updates(self, params: Params) -> list[Json]:
        """Confirm and return updates, by long polling if the bot wishes."""
        if self._webhook is not None:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._allow(params)
        offset, limit = params.get("offset", 0), params.get("limit", 100)
        return await self._polling.get(offset, limit, params.get("timeout", 0))

    def set_webhook(self, params: Params) -> bool:
        """Post updates to an address from now on."""
        if not params["url"]:
            return self.delete_webhook(params)
        if self._clock.now() < self._set_at + _SET_AGAIN_SECONDS:
            raise too_many_requests(1)
        self._set_at = self._clock.now()
        webhook = self._checked(params)
        if self._post is None:
            raise ApiError(501, "Not Implemented: this server posts to no webhook")
        self._allow(params)
        drop = bool(params.get("drop_pending_updates"))
        if self._webhook is not None and self._webhook.webhook == webhook and not drop:
            return True
        self._polling.interrupt("terminated by setWebhook request")
        self._stop_posting(drop=drop)
        self._webhook = WebhookDelivery(
            webhook, self._queue, self._clock, self._post, self._retry_seconds
        )
        self._webhook.start()
        return True

    def delete_webhook(self, params: Params) -> bool:
        """Keep updates until the bot asks for them."""
        self._stop_posting(drop=bool(params.get("drop_pending_updates")))
        return True

    def get_webhook_info(self, _: Params) -> Json:
        """Tell where updates go, how many wait, and what went wrong last."""
        delivery = self._webhook
        info: Json = {
            "url": delivery.webhook.url if delivery else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue.waiting()),
        }
        if delivery is not None:
            info["max_connections"] = delivery.webhook.max_connections
            info["ip_address"] = "127.0.0.1"
            if delivery.last_error is not None:
                at, info["last_error_message"] = delivery.last_error
                info["last_error_date"] = int(at)
        if self._queue.allowed != frozenset(KINDS):
            info["allowed_updates"] = sorted(self._queue.allowed)
        return info

    def close(self) -> None:
        """Stop posting, and end a request that waits."""
        self._stop_posting(drop=False)
        self._polling.interrupt("terminated by the server's end")

    def _stop_posting(self, *, drop: bool) -> None:
        if self._webhook is not None:
            self._webhook.close()
            self._webhook = None
            self._start_polling()
        if drop:
            self._queue.clear()

    def _allow(self, params: Params) -> None:
        if "allowed_updates" in params:
            self._queue.allow(params["allowed_updates"])

    def _checked(self, params: Params) -> Webhook:
        """Return the webhook asked for; raises ApiError for one that Telegram refuses."""
        url, secret = params["url"], params.get("secret_token", "")
        if "://" not in url:
            url = f"https://{url}"
        try:
            parts = urlsplit(url)
            port = parts.port or 443
        except ValueError:
            raise bad_request("invalid webhook URL specified") from None
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise bad_request("invalid webhook URL specified")
        if len(secret) > _MAX_SECRET:
            raise bad_request("secret token is too long")
        if not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if not self._local and parts.scheme == "http":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if not self._local and port not in _PORTS:
            ports = "Webhook can be set up only on ports 80, 88, 443 or 8443"
            raise bad_request(f"bad webhook: {ports}")
        connections = params.get("max_connections", _DEFAULT_CONNECTIONS)
        most = 100_000 if self._local else 100
        return Webhook(url, secret, max(1, min(connections, most)))
