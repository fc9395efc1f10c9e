package io.firedamp.driver.opcua;

/** The contract with {@code acquisition = read}. */
class ReadContractTest extends OpcuaContract {
  @Override
  String acquisition() {
    return "read";
  }
}
