package io.firedamp.driver.s7;

import io.firedamp.testkit.FakeCpu;
import java.io.IOException;

/** The contract against a CPU that answers as Siemens' do. */
class S7ContractTest extends S7Contract {
  private FakeCpu cpu;

  @Override
  int start() throws IOException {
    cpu = new FakeCpu().has("DB1", DB1);
    return cpu.port();
  }

  @Override
  void end() throws IOException {
    cpu.close();
  }
}
