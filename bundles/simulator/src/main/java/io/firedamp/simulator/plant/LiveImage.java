package io.firedamp.simulator.plant;

import com.ghgande.j2mod.modbus.procimg.DigitalIn;
import com.ghgande.j2mod.modbus.procimg.DigitalOut;
import com.ghgande.j2mod.modbus.procimg.FIFO;
import com.ghgande.j2mod.modbus.procimg.File;
import com.ghgande.j2mod.modbus.procimg.IllegalAddressException;
import com.ghgande.j2mod.modbus.procimg.InputRegister;
import com.ghgande.j2mod.modbus.procimg.ProcessImage;
import com.ghgande.j2mod.modbus.procimg.Register;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The registers, worked out anew for each request, so that all values of one answer are of one
 * instant. Nothing can be written: what a client writes changes a copy. Any thread.
 */
final class LiveImage implements ProcessImage {
  private final InstantSource clock;
  private final Oxidiser oxidiser;
  private final List<Wiring> wiring;
  private final int holdings;
  private final int inputs;

  LiveImage(InstantSource clock, Oxidiser oxidiser, List<Wiring> wiring) {
    this.clock = clock;
    this.oxidiser = oxidiser;
    this.wiring = wiring;
    this.holdings = words(false).size();
    this.inputs = words(true).size();
  }

  @Override
  public Register[] getRegisterRange(int from, int count) throws IllegalAddressException {
    return Arrays.stream(range(false, from, count))
        .mapToObj(SimpleRegister::new)
        .toArray(Register[]::new);
  }

  @Override
  public InputRegister[] getInputRegisterRange(int from, int count) throws IllegalAddressException {
    return Arrays.stream(range(true, from, count))
        .mapToObj(SimpleInputRegister::new)
        .toArray(InputRegister[]::new);
  }

  private int[] range(boolean input, int from, int count) throws IllegalAddressException {
    Map<Integer, Short> all = words(input);
    int[] asked = new int[count];
    for (int i = 0; i < count; i++) {
      Short word = all.get(from + i);
      if (word == null) {
        throw new IllegalAddressException("there is no register " + (from + i));
      }
      asked[i] = word;
    }
    return asked;
  }

  private Map<Integer, Short> words(boolean input) {
    Map<String, Double> values = oxidiser.at(clock.instant());
    Map<Integer, Short> words = new TreeMap<>();
    for (Wiring row : wiring) {
      if (row.input() == input) {
        int address = row.address();
        for (short word : row.words(values.get(row.code()))) {
          words.put(address++, word);
        }
      }
    }
    return words;
  }

  @Override
  public Register getRegister(int address) throws IllegalAddressException {
    return getRegisterRange(address, 1)[0];
  }

  @Override
  public InputRegister getInputRegister(int address) throws IllegalAddressException {
    return getInputRegisterRange(address, 1)[0];
  }

  @Override
  public int getRegisterCount() {
    return holdings;
  }

  @Override
  public int getInputRegisterCount() {
    return inputs;
  }

  @Override
  public DigitalOut[] getDigitalOutRange(int from, int count) throws IllegalAddressException {
    throw none();
  }

  @Override
  public DigitalOut getDigitalOut(int address) throws IllegalAddressException {
    throw none();
  }

  @Override
  public int getDigitalOutCount() {
    return 0;
  }

  @Override
  public DigitalIn[] getDigitalInRange(int from, int count) throws IllegalAddressException {
    throw none();
  }

  @Override
  public DigitalIn getDigitalIn(int address) throws IllegalAddressException {
    throw none();
  }

  @Override
  public int getDigitalInCount() {
    return 0;
  }

  @Override
  public File getFile(int address) throws IllegalAddressException {
    throw none();
  }

  @Override
  public File getFileByNumber(int number) throws IllegalAddressException {
    throw none();
  }

  @Override
  public int getFileCount() {
    return 0;
  }

  @Override
  public FIFO getFIFO(int address) throws IllegalAddressException {
    throw none();
  }

  @Override
  public FIFO getFIFOByAddress(int address) throws IllegalAddressException {
    throw none();
  }

  @Override
  public int getFIFOCount() {
    return 0;
  }

  private static IllegalAddressException none() {
    return new IllegalAddressException("this plant has only registers");
  }
}
