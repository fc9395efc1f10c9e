package io.firedamp.simulator.broker;

import io.firedamp.settings.Secret;
import io.firedamp.text.Text;
import io.moquette.broker.ClientDescriptor;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.IAuthorizatorPolicy;
import io.moquette.broker.subscriptions.Topic;
import io.moquette.interception.AbstractInterceptHandler;
import io.moquette.interception.messages.InterceptConnectionLostMessage;
import io.moquette.interception.messages.InterceptDisconnectMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * An MQTT 3.1.1 broker that lets in whom it knows, and can be made to misbehave. It keeps nothing
 * on disk; what it held is gone when it stops. Any thread; opening and closing take up to a few
 * seconds.
 */
public final class Exchange implements AutoCloseable {
  /** An hour of a large site in one backfill packet; Moquette's own limit is 8,092 bytes. */
  private static final int MESSAGE_BYTES = 64 * 1024 * 1024;

  /** Messages that wait for a client that is away. */
  private static final int QUEUE = 20_000;

  /** Connections that a deaf port takes before it takes none. */
  private static final int DEAF_BACKLOG = 50;

  /**
   * Who may come in.
   *
   * @param clientId the only one that is accepted; empty for any
   * @param topic the main topic: publishes below {@code TOPIC/server}, subscribes below {@code
   *     TOPIC/client}; empty for every right
   */
  public record Account(String clientId, String username, Secret password, String topic) {
    private boolean is(String name, byte[] word) {
      return MessageDigest.isEqual(bytes(username), bytes(name))
          && MessageDigest.isEqual(bytes(password.reveal()), word);
    }

    private boolean takes(String client) {
      return clientId.isEmpty() || clientId.equals(client);
    }

    private boolean may(String wanted, String side) {
      return topic.isEmpty() || wanted.startsWith(topic + side);
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private final String host;
  private final int port;
  private final List<Account> accounts;
  private final Exchanges all;
  private final Guests guests;

  // guarded by this
  private Optional<Server> server = Optional.empty();
  private Optional<ServerSocket> deaf = Optional.empty();

  private volatile boolean closedToAll;

  /**
   * Opens the port.
   *
   * @param host where it listens
   * @param accounts who may come in
   * @param all where its watchers are
   * @throws IOException if the port is taken
   */
  public Exchange(String host, int port, List<Account> accounts, Exchanges all) throws IOException {
    this.host = host;
    this.port = port;
    this.accounts = List.copyOf(accounts);
    this.all = all;
    this.guests = all.watching(port);
    open();
    all.add(this);
  }

  /** Where it listens. */
  int port() {
    return port;
  }

  private synchronized void open() throws IOException {
    Properties own = new Properties();
    own.setProperty(IConfig.HOST_PROPERTY_NAME, host);
    own.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
    own.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "false");
    own.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    own.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    own.setProperty(IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(MESSAGE_BYTES));
    own.setProperty(IConfig.SESSION_QUEUE_SIZE, Integer.toString(QUEUE));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // Moquette and netty look for their own classes by the thread's loader
    thread.setContextClassLoader(Server.class.getClassLoader());
    Server fresh = new Server();
    try {
      fresh.startServer(new MemoryConfig(own), List.of(new Door()), null, this::lets, new Rights());
      server = Optional.of(fresh);
    } catch (Exception taken) { // netty throws the BindException that it does not declare
      fresh.stopServer();
      throw new IOException(taken.getMessage(), taken);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private boolean lets(String client, String name, byte[] word) {
    boolean named = name != null && word != null;
    Optional<Account> account =
        accounts.stream().filter(one -> named && one.is(name, word)).findFirst();
    if (account.isEmpty()) {
      guests.turnedAway(client, new Text("wrong user name or password", "用户名或密码错误"));
      return false;
    }
    boolean known = account.get().takes(client);
    if (!known) {
      guests.turnedAway(
          client,
          new Text(
              "client id " + client + " is not the one agreed on",
              "Clientid " + client + " 与约定不符"));
    }
    // the platform itself, which has every right, must not lock itself out
    boolean let = known && !(closedToAll && !account.get().topic().isEmpty());
    if (let) {
      // here and not by Door, which is told later: nothing can come from the client before this
      guests.entered(client);
    }
    return let;
  }

  /** Tells who goes. */
  private final class Door extends AbstractInterceptHandler {
    @Override
    public String getID() {
      return "door";
    }

    @Override
    public void onDisconnect(InterceptDisconnectMessage message) {
      guests.left(message.getClientID());
    }

    @Override
    public void onConnectionLost(InterceptConnectionLostMessage message) {
      guests.left(message.getClientID());
    }

    @Override
    public void onSessionLoopError(Throwable error) {
      // Moquette logs it
    }
  }

  /** A project's gateway publishes below server and listens below client. */
  private final class Rights implements IAuthorizatorPolicy {
    @Override
    public boolean canWrite(Topic topic, String user, String client) {
      return may(topic.toString(), user, client, true);
    }

    @Override
    public boolean canRead(Topic topic, String user, String client) {
      return may(topic.toString(), user, client, false);
    }

    private boolean may(String topic, String user, String client, boolean publishing) {
      boolean may =
          accounts.stream()
              .filter(account -> account.username().equals(user))
              .anyMatch(account -> account.may(topic, publishing ? "/server/" : "/client/"));
      if (!may) {
        guests.denied(client, topic, publishing);
      }
      return may;
    }
  }

  /**
   * Cuts every connection but one.
   *
   * @param spared the client id of the platform itself
   */
  public synchronized void drop(String spared) {
    for (Server one : server.stream().toList()) {
      one.listConnectedClients().stream()
          .map(ClientDescriptor::getClientID)
          .filter(client -> !client.equals(spared))
          .forEach(one::disconnectClient);
    }
  }

  /** Lets in nobody who has not every right, until told otherwise. */
  public void refuseLogins(boolean refuse) {
    closedToAll = refuse;
  }

  /**
   * Stops listening and cuts every connection.
   *
   * @param mute whether the port then takes connections without ever answering
   */
  public synchronized void goAway(boolean mute) {
    server.ifPresent(Server::stopServer);
    server = Optional.empty();
    if (mute && deaf.isEmpty()) {
      try {
        deaf = Optional.of(new ServerSocket(port, DEAF_BACKLOG, InetAddress.getByName(host)));
      } catch (IOException taken) {
        // then the port is closed instead of deaf, which is an outage as well
      }
    }
  }

  /**
   * Listens again.
   *
   * @throws IOException if the port was taken meanwhile
   */
  public synchronized void comeBack() throws IOException {
    hear();
    if (server.isEmpty()) {
      open();
    }
  }

  private void hear() throws IOException {
    if (deaf.isPresent()) {
      deaf.get().close();
      deaf = Optional.empty();
    }
  }

  /** Closes the port and every connection. */
  @Override
  public void close() {
    all.remove(this);
    goAway(false);
    synchronized (this) {
      try {
        hear();
      } catch (IOException closedAlready) {
        // nothing is left to close
      }
    }
  }
}
