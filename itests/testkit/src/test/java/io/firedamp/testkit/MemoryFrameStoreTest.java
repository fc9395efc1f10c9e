package io.firedamp.testkit;

import io.firedamp.store.FrameStore;

class MemoryFrameStoreTest extends FrameStoreContract {
  @Override
  protected FrameStore open() {
    return new MemoryFrameStore();
  }

  @Override
  protected FrameStore reopen() {
    return store();
  }
}
