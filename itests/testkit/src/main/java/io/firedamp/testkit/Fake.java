package io.firedamp.testkit;

import java.lang.reflect.Proxy;

/** Stands in for an interface of which a test needs a method or two. */
public final class Fake {
  /** What its methods do. */
  @FunctionalInterface
  public interface Answer {
    /**
     * @param method its name
     * @param arguments null if it takes none
     */
    Object to(String method, Object... arguments) throws Throwable;
  }

  private Fake() {}

  /** An object of that interface, all of whose methods are answered so. */
  public static <T> T of(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
  }
}
