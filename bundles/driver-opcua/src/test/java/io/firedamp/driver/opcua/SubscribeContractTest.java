package io.firedamp.driver.opcua;

/** The contract against Milo's own server, with {@code acquisition = subscribe}. */
class SubscribeContractTest extends MiloContract {
  @Override
  String acquisition() {
    return "subscribe";
  }
}
