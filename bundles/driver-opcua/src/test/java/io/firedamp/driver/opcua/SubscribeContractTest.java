package io.firedamp.driver.opcua;

/** The contract with {@code acquisition = subscribe}. */
class SubscribeContractTest extends OpcuaContract {
  @Override
  String acquisition() {
    return "subscribe";
  }
}
