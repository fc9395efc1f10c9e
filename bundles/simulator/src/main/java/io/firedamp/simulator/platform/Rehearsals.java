package io.firedamp.simulator.platform;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The simulated platforms that run. Any thread.
 *
 * <p>Design note: Karaf takes the commands of a bundle away while a service that they refer to is
 * missing. This one is there as long as the bundle is.
 */
@Component(service = Rehearsals.class)
public final class Rehearsals {
  private final List<Rehearsal> running = new CopyOnWriteArrayList<>();

  /** Called by the framework. */
  @Activate
  public Rehearsals() {}

  /** All, the oldest first. */
  public List<Rehearsal> running() {
    return List.copyOf(running);
  }

  /**
   * The one of that name.
   *
   * @param name empty for the only one
   */
  public Optional<Rehearsal> of(String name) {
    List<Rehearsal> all = running();
    return name.isEmpty() && all.size() == 1
        ? Optional.of(all.get(0))
        : all.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** A platform begins. */
  public void add(Rehearsal platform) {
    running.add(platform);
  }

  /** A platform ends. */
  public void remove(Rehearsal platform) {
    running.remove(platform);
  }
}
