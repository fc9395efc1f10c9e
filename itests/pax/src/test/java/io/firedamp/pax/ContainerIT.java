package io.firedamp.pax;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.replaceConfigurationFile;

import io.firedamp.clock.SiteClock;
import io.firedamp.explore.Instruments;
import io.firedamp.health.Health;
import io.firedamp.health.Vital;
import io.firedamp.point.PointTable;
import io.firedamp.source.PointSource;
import io.firedamp.store.FrameStore;
import io.firedamp.store.StoredFrame;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.apache.karaf.features.BootFinished;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** A configured gateway, seen by a bundle in it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ContainerIT {
  private static final String OURS = "io.firedamp.";
  private static final String PASSWORD = "gas-4-password";
  private static final String KEY = "00112233445566778899aabbccddeeff";
  private static final long PATIENCE_S = 10;

  /** The properties that the framework gives to every service. */
  private static final Set<String> FRAMEWORK =
      Set.of(
          Constants.OBJECTCLASS,
          Constants.SERVICE_ID,
          Constants.SERVICE_BUNDLEID,
          Constants.SERVICE_SCOPE);

  @Inject private BootFinished booted;
  @Inject private BundleContext bundles;
  @Inject private ConfigurationAdmin configurations;
  @Inject private ServiceComponentRuntime components;
  @Inject private FrameStore store;
  @Inject private SiteClock clock;
  @Inject private PointTable table;
  @Inject private Instruments instruments;

  @Inject
  @Filter("(uplink.name=national)")
  private Vital uplink;

  /** The shipped archive with the files that a site has, on free ports. */
  @Configuration
  public Option[] site() throws IOException {
    String repositories = "etc/org.ops4j.pax.url.mvn.cfg";
    return new Option[] {
      karafDistributionConfiguration()
          .frameworkUrl(file(System.getProperty("firedamp.distribution")).toURI().toString())
          .karafVersion(System.getProperty("karaf.version"))
          .name("Firedamp")
          .unpackDirectory(file(System.getProperty("firedamp.target") + "/exam"))
          .useDeployFolder(false),
      configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
      editConfigurationFilePut(
          "etc/org.apache.karaf.shell.cfg", "sshPort", Integer.toString(freePort())),
      editConfigurationFilePut(
          "etc/org.ops4j.pax.web.cfg",
          "org.osgi.service.http.port.secure",
          Integer.toString(freePort())),
      // what Pax Exam itself needs; the gateway's own bundles are in its system/
      editConfigurationFilePut(
          repositories,
          "org.ops4j.pax.url.mvn.localRepository",
          System.getProperty("firedamp.repository")),
      etc("io.firedamp.site.cfg"),
      etc("io.firedamp.uplink.ccer-national.cfg"),
      etc("points.csv")
    };
  }

  private static Option etc(String name) {
    return replaceConfigurationFile(
        "etc/" + name, file(System.getProperty("firedamp.target") + "/test-classes/etc/" + name));
  }

  private static File file(String path) {
    return Path.of(path).normalize().toFile();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  public void everyPartIsThereAndAtWork() throws Exception {
    assertTrue(Duration.between(Instant.now(), clock.instant()).abs().toSeconds() < 1);
    assertEquals(1, table.current().points().size());
    assertEquals("FOCH001", instruments.live().get(0).point().id().toString());
    List<StoredFrame> frames = store.after(0, 1, Duration.ofSeconds(PATIENCE_S));
    assertEquals("a frame is stored", 1, frames.size());

    Set<String> subjects = new TreeSet<>();
    for (ServiceReference<Vital> reference : bundles.getServiceReferences(Vital.class, null)) {
      bundles.getService(reference).health().stream().map(Health::subject).forEach(subjects::add);
    }
    Set<String> expected =
        Set.of("clock", "pipeline", "points", "source boiler", "store", "uplink national");
    subjects.remove("accounts national"); // speaks once it has counted
    assertEquals(expected, subjects);
    assertEquals("uplink national", uplink.health().get(0).subject());
  }

  @Test
  public void everyComponentIsSatisfiedOrWaitsForItsConfiguration() {
    Bundle[] ours =
        Arrays.stream(bundles.getBundles())
            .filter(bundle -> String.valueOf(bundle.getSymbolicName()).startsWith(OURS))
            .toArray(Bundle[]::new);
    List<String> wrong = new ArrayList<>();
    Set<String> owners = new TreeSet<>();
    for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs(ours)) {
      owners.add(description.bundle.symbolicName);
      for (ComponentConfigurationDTO state :
          components.getComponentConfigurationDTOs(description)) {
        if (state.state != ComponentConfigurationDTO.ACTIVE
            && state.state != ComponentConfigurationDTO.SATISFIED
            && state.state != ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
          wrong.add(description.name + " is " + state.state + ": " + state.failure);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(
        Set.of(
            "io.firedamp.accounting",
            "io.firedamp.buffer",
            "io.firedamp.clock.sync",
            "io.firedamp.console",
            "io.firedamp.driver.modbus",
            "io.firedamp.driver.opcua",
            "io.firedamp.driver.s7",
            "io.firedamp.pipeline",
            "io.firedamp.shell",
            "io.firedamp.uplink.ccer"),
        owners);
  }

  @Test
  public void aConfigurationMakesASourceThatShowsItsNameAloneAndTakesItAway() throws Exception {
    BlockingQueue<ServiceEvent> events = new LinkedBlockingQueue<>();
    bundles.addServiceListener(
        events::add,
        "(&(objectClass=" + PointSource.class.getName() + ")(" + PointSource.NAME + "=meter))");

    var configuration =
        configurations.getFactoryConfiguration("io.firedamp.driver.modbus", "meter", "?");
    configuration.update(new Hashtable<>(Map.of("host", "127.0.0.1", "port", "1")));
    ServiceEvent comes = next(events);
    assertEquals(ServiceEvent.REGISTERED, comes.getType());
    Set<String> properties =
        new TreeSet<>(Arrays.asList(comes.getServiceReference().getPropertyKeys()));
    properties.removeAll(FRAMEWORK);
    assertEquals(Set.of(PointSource.NAME), properties);

    configuration.delete();
    assertEquals(ServiceEvent.UNREGISTERING, next(events).getType());
  }

  private static ServiceEvent next(BlockingQueue<ServiceEvent> events) throws InterruptedException {
    ServiceEvent event = events.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertTrue("nothing happens to the service", event != null);
    return event;
  }

  @Test
  public void noSecretIsAPropertyOfAnyService() throws Exception {
    var configured =
        configurations.listConfigurations("(service.factoryPid=io.firedamp.uplink.ccer)");
    assertEquals(PASSWORD, configured[0].getProperties().get("password"));
    assertEquals(KEY, configured[0].getProperties().get("aes.key"));

    for (ServiceReference<?> reference : allServices()) {
      for (String key : reference.getPropertyKeys()) {
        Object value = reference.getProperty(key);
        String text = value instanceof Object[] many ? Arrays.deepToString(many) : "" + value;
        assertFalse(reference + " " + key, text.contains(PASSWORD) || text.contains(KEY));
      }
    }
  }

  private ServiceReference<?>[] allServices() throws InvalidSyntaxException {
    return bundles.getAllServiceReferences(null, null);
  }
}
