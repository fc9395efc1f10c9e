package io.firedamp.console.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.0.0.2, false",
    "10.255.0.1, true",
    "11.0.0.1, false",
    "172.16.31.1, true",
    "172.16.32.1, false",
    "::1, true",
    "fd12::1, true",
    "fe80::1, false"
  })
  void onlyWhatIsListedIsLetIn(String address, boolean expected) {
    Addresses allowed = Addresses.of("127.0.0.1, 10.0.0.0/8,172.16.0.0/19, ::1, fd00::/8");
    assertEquals(expected, allowed.hold(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/x", "300.1.1.1", "1.2.3.4,,::1"})
  void whatIsNoAddressIsRefused(String list) {
    assertThrows(IllegalArgumentException.class, () -> Addresses.of(list));
  }
}
