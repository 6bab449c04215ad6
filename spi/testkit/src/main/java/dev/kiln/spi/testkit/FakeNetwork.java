package dev.kiln.spi.testkit;

import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.DeviceInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A UNet on two processors with a gigabyte for attention and one that is free, for tests that open
 * a hook of graphs directly; each method but the SPI's answers a new object.
 */
public record FakeNetwork(
    NetworkKind kind,
    Optional<NetworkShape> shape,
    long attentionMemory,
    long freeMemory,
    DeviceInfo device,
    List<Record> records)
    implements NetworkContext {
  /** A network whose request carries options, one record of a type. */
  public static FakeNetwork with(Record... options) {
    return new FakeNetwork(
        NetworkKind.UNET,
        Optional.of(new NetworkShape(2, 16, 16, 77)),
        1L << 30,
        1L << 30,
        new DeviceInfo("cpu", 2),
        List.of(options));
  }

  public FakeNetwork kind(NetworkKind other) {
    return new FakeNetwork(other, shape, attentionMemory, freeMemory, device, records);
  }

  public FakeNetwork shape(NetworkShape other) {
    return new FakeNetwork(kind, Optional.of(other), attentionMemory, freeMemory, device, records);
  }

  public FakeNetwork memory(long bytes) {
    return new FakeNetwork(kind, shape, bytes, freeMemory, device, records);
  }

  public FakeNetwork free(long bytes) {
    return new FakeNetwork(kind, shape, attentionMemory, bytes, device, records);
  }

  public FakeNetwork device(DeviceInfo other) {
    return new FakeNetwork(kind, shape, attentionMemory, freeMemory, other, records);
  }

  public FakeNetwork provider(String name) {
    return device(
        new DeviceInfo(name, device.processors(), device.instructions(), device.processor()));
  }

  /** Its runs take a gigabyte. */
  @Override
  public long runMemory() {
    return 1L << 30;
  }

  /** What stands for kept values are the records too. */
  @Override
  public <T> Optional<T> kept(Class<T> type) {
    return records.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  @Override
  public OptionalInt part() {
    return OptionalInt.empty();
  }

  @Override
  public <T extends Record> Optional<T> options(Class<T> type) {
    return records.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
