package io.firedamp.container.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Writes down what happens to bundles and services while it runs, a line for each event: what, the
 * bundle's symbolic name and its version. So nothing can happen in between two looks.
 */
public final class Witness implements BundleActivator, SynchronousBundleListener, ServiceListener {
  /** The file, in the folder {@code data/}. */
  public static final String FILE = "witness.txt";

  /** What its bundle imports. */
  public static final String IMPORTS = "org.osgi.framework";

  private static final Map<Integer, String> BUNDLE_EVENTS =
      Map.of(
          BundleEvent.INSTALLED, "installed",
          BundleEvent.RESOLVED, "resolved",
          BundleEvent.STARTED, "started",
          BundleEvent.STOPPED, "stopped",
          BundleEvent.UPDATED, "updated",
          BundleEvent.UNRESOLVED, "unresolved",
          BundleEvent.UNINSTALLED, "uninstalled");
  private static final Map<Integer, String> SERVICE_EVENTS =
      Map.of(ServiceEvent.REGISTERED, "offers", ServiceEvent.UNREGISTERING, "withdraws");

  private Path file;

  @Override
  public void start(BundleContext context) {
    file = Path.of(context.getProperty("karaf.data"), FILE);
    context.addBundleListener(this);
    context.addServiceListener(this);
  }

  @Override
  public void stop(BundleContext context) {
    // the framework takes the listeners away
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    write(BUNDLE_EVENTS.get(event.getType()), event.getBundle());
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    write(SERVICE_EVENTS.get(event.getType()), event.getServiceReference().getBundle());
  }

  private synchronized void write(String what, Bundle bundle) {
    if (what != null) {
      try {
        Files.writeString(
            file,
            what + " " + bundle.getSymbolicName() + " " + bundle.getVersion() + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
