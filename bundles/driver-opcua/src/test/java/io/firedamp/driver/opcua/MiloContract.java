package io.firedamp.driver.opcua;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract against Milo's own server. */
abstract class MiloContract extends OpcuaContract {
  private static PlantServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = new PlantServer(100);
    server.put("s=Plant.FOFL", 9.125f);
    server.start();
  }

  @AfterAll
  static void endServer() throws Exception {
    server.stop();
  }

  @Override
  int port() {
    return server.port();
  }
}
