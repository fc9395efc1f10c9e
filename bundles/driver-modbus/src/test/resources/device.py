"""A Modbus device that is none of ours: tcp, rtu (over TCP) or udp, on that port. It has the holding registers 10 and 11."""
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer, StartUdpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

kind, port = sys.argv[1], int(sys.argv[2])
registers = ModbusSequentialDataBlock(10, [0x4112, 0x0000])
context = ModbusServerContext(slaves=ModbusSlaveContext(hr=registers, zero_mode=True), single=True)
start = StartUdpServer if kind == "udp" else StartTcpServer
start(context=context, address=("127.0.0.1", port), framer=ModbusRtuFramer if kind == "rtu" else ModbusSocketFramer)
