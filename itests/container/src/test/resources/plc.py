"""A Modbus/TCP device that is none of ours: holding register n of every unit holds the number n; those from 150 on hold
the time in hundredths of a second."""
import sys
import time

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server import StartTcpServer


class Registers(ModbusSequentialDataBlock):
    def getValues(self, address, count=1):
        now = int(time.time() * 100) % 65536
        return [now if address + i >= 150 else number for i, number in enumerate(super().getValues(address, count))]


device = ModbusSlaveContext(hr=Registers(0, list(range(200))), zero_mode=True)
StartTcpServer(context=ModbusServerContext(slaves=device, single=True), address=("127.0.0.1", int(sys.argv[1])))
