package io.firedamp.driver.modbus;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The form of the Web Console. All text: {@link Config} judges what is in it. */
@ObjectClassDefinition(
    id = ModbusDriver.PID,
    name = "%name",
    description = "%description",
    localization = "OSGI-INF/l10n/modbus")
@interface Form {
  @AttributeDefinition(
      name = "%source.name",
      description = "%source.name.description",
      required = false)
  String source_name() default "";

  @AttributeDefinition(
      name = "%transport",
      description = "%transport.description",
      required = false,
      options = {
        @Option(label = "Modbus TCP", value = "tcp"),
        @Option(label = "Modbus RTU over TCP", value = "tcp-rtu"),
        @Option(label = "Modbus RTU", value = "serial"),
        @Option(label = "Modbus UDP", value = "udp")
      })
  String transport() default "tcp";

  @AttributeDefinition(name = "%host", description = "%host.description", required = false)
  String host() default "";

  @AttributeDefinition(name = "%port", description = "%port.description", required = false)
  String port() default "502";

  @AttributeDefinition(
      name = "%serial.port",
      description = "%serial.port.description",
      required = false)
  String serial_port() default "";

  @AttributeDefinition(name = "%baud", description = "%baud.description", required = false)
  String baud() default "9600";

  @AttributeDefinition(
      name = "%parity",
      description = "%parity.description",
      required = false,
      options = {
        @Option(label = "none", value = "none"),
        @Option(label = "even", value = "even"),
        @Option(label = "odd", value = "odd")
      })
  String parity() default "none";

  @AttributeDefinition(
      name = "%data.bits",
      description = "%data.bits.description",
      required = false,
      options = @Option(label = "8", value = "8"))
  String data_bits() default "8";

  @AttributeDefinition(
      name = "%stop.bits",
      description = "%stop.bits.description",
      required = false,
      options = {@Option(label = "1", value = "1"), @Option(label = "2", value = "2")})
  String stop_bits() default "1";

  @AttributeDefinition(name = "%unit", description = "%unit.description", required = false)
  String unit() default "1";

  @AttributeDefinition(
      name = "%timeout.ms",
      description = "%timeout.ms.description",
      required = false)
  String timeout_ms() default "400";

  @AttributeDefinition(name = "%cycle.ms", description = "%cycle.ms.description", required = false)
  String cycle_ms() default "0";

  @AttributeDefinition(
      name = "%max.registers",
      description = "%max.registers.description",
      required = false)
  String max_registers() default "125";

  @AttributeDefinition(name = "%max.gap", description = "%max.gap.description", required = false)
  String max_gap() default "0";

  @AttributeDefinition(
      name = "%request.delay.ms",
      description = "%request.delay.ms.description",
      required = false)
  String request_delay_ms() default "0";
}
