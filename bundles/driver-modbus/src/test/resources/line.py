"""A serial line: says the name of its device, and carries bytes between it and a TCP port, to which it connects when there
are some. Ends with its parent."""
import os
import select
import socket
import sys
import tty

near, far = os.openpty()
tty.setraw(far)
print(os.ttyname(far), flush=True)
link = None
while True:
    ready, _, _ = select.select([sys.stdin, near] + ([link] if link else []), [], [])
    if sys.stdin in ready:
        sys.exit()
    try:
        if link in ready:
            data = link.recv(4096)
            if not data:
                raise ConnectionError
            os.write(near, data)
        if near in ready:
            data = os.read(near, 4096)
            link = link or socket.create_connection(("127.0.0.1", int(sys.argv[1])))
            link.sendall(data)
    except OSError:
        link = link and link.close()
