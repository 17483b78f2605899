"""Socket Mode: connections, hello, envelopes and their acknowledgements, disconnects."""

import asyncio
import json
from dataclasses import dataclass, field
from itertools import count

from aiohttp import WSCloseCode, WSMsgType, web

from bot.sandbox.record import Bell, Json
from bot.sandbox.slack_delivery import ACK_WITHIN, Delivery, Result, Wire

# https://docs.slack.dev/apis/events-api/using-socket-mode#connections: "up to 10"
MOST_CONNECTIONS = 10
OVER = {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}


@dataclass(eq=False)
class Connection:
    """One open WebSocket of the app, with the envelopes that wait for their acknowledgement."""

    socket: web.WebSocketResponse
    waiting: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)
    leaving: bool = False


class SocketMode:
    """The app's WebSocket connections; each payload goes to one of them in turn."""

    def __init__(self, *, app_id: str, bell: Bell, ack_within: float = ACK_WITHIN) -> None:
        self._app_id = app_id
        self._bell = bell
        self._tickets: set[str] = set()
        self._number = count(1)
        self.ack_within = ack_within
        self.connections: list[Connection] = []
        self.speaking = asyncio.Event()
        """Cleared, connections stay open and answer nothing: neither pings nor a farewell."""
        self.speaking.set()

    def ticket(self) -> str:
        """What one new connection shows to be let in."""
        ticket = f"ticket-{next(self._number)}"
        self._tickets.add(ticket)
        return ticket

    async def connect(self, request: web.BaseRequest) -> web.StreamResponse:
        """One connection, from its hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(compress=False, autoping=False, autoclose=False)
        await socket.prepare(request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await socket.send_json(_goodbye("too_many_websockets"))
            await socket.close()
            return socket
        connection = Connection(socket)
        self.connections.append(connection)
        try:
            await socket.send_json(self._hello())
            self._bell.ring()
            await self._listen(connection)
        finally:
            self._gone(connection)
        return socket

    def _hello(self) -> Json:
        about = {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": about,
            "connection_info": {"app_id": self._app_id},
        }

    async def _listen(self, connection: Connection) -> None:
        while True:
            message = await connection.socket.receive()
            await self.speaking.wait()
            if message.type is WSMsgType.TEXT:
                said = json.loads(message.data)
                waiter = connection.waiting.pop(said.get("envelope_id", ""), None)
                if waiter is not None and not waiter.done():
                    waiter.set_result(said.get("payload") or {})
            elif message.type is WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type in OVER:
                await connection.socket.close()
                return

    def _gone(self, connection: Connection) -> None:
        self.connections.remove(connection)
        for waiter in connection.waiting.values():
            if not waiter.done():
                waiter.set_exception(ConnectionError("the app left"))
        self._bell.ring()

    async def send(self, delivery: Delivery, *, attempt: int, reason: str) -> Result:
        """One envelope, under an id of its own, and up to three seconds for its acknowledgement."""
        staying = [connection for connection in self.connections if not connection.leaving]
        if not staying:
            return Result(reason="connection_failed")
        number = next(self._number)
        connection = staying[number % len(staying)]
        envelope_id = f"envelope-{number}"
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": delivery.wire.value,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.wire is not Wire.EVENT,
        }
        if delivery.wire is Wire.EVENT:
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        waiter: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = waiter
        try:
            await connection.socket.send_str(json.dumps(envelope))
            async with asyncio.timeout(self.ack_within):
                return Result(answer=await waiter)
        except TimeoutError:
            return Result(reason="timeout")
        except ConnectionError:
            return Result(reason="connection_failed")
        finally:
            connection.waiting.pop(envelope_id, None)

    async def refresh(self, reason: str = "refresh_requested", *, grace: float = 0.5) -> None:
        """Ask every connection to come back anew, and close it after `grace` seconds.

        Slack does so every few hours, ten seconds after a message with the reason "warning".
        https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect
        """
        leaving = list(self.connections)
        for connection in leaving:
            connection.leaving = reason != "warning"
            await connection.socket.send_json(_goodbye(reason))
        if reason == "warning":
            return
        await asyncio.sleep(grace)
        for connection in leaving:
            await connection.socket.close(code=WSCloseCode.GOING_AWAY)

    async def cut(self) -> None:
        """Every connection ends without a word."""
        for connection in list(self.connections):
            connection.leaving = True
            await connection.socket.close(code=WSCloseCode.ABNORMAL_CLOSURE, drain=False)


def _goodbye(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
