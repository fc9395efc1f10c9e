package io.firedamp.container.guest;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Makes a bundle that does not start. */
public final class Defect implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    throw new IllegalStateException("a defect, put in by a test");
  }

  @Override
  public void stop(BundleContext context) {
    // never started
  }
}
