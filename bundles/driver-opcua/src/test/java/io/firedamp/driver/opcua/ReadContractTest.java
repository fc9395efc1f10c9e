package io.firedamp.driver.opcua;

/** The contract against Milo's own server, with {@code acquisition = read}. */
class ReadContractTest extends MiloContract {
  @Override
  String acquisition() {
    return "read";
  }
}
