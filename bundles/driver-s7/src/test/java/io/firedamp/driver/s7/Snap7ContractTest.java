package io.firedamp.driver.s7;

/** The contract against a server that was not written for this driver. */
class Snap7ContractTest extends S7Contract {
  private Snap7 server;

  @Override
  int start() throws Exception {
    server = new Snap7(DB1);
    return server.port();
  }

  @Override
  void end() throws Exception {
    if (server != null) {
      server.close();
    }
  }
}
