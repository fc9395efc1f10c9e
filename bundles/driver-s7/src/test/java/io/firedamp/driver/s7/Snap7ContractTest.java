package io.firedamp.driver.s7;

import io.firedamp.testkit.NodeServer;

/** The contract against a server that was not written for this driver. */
class Snap7ContractTest extends S7Contract {
  private NodeServer server;

  @Override
  int start() throws Exception {
    server = Snap7.with(DB1);
    return server.port();
  }

  @Override
  void end() throws Exception {
    if (server != null) {
      server.close();
    }
  }
}
