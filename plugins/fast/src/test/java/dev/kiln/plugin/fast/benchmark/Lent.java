package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.host.ControlPreprocessors;
import dev.kiln.spi.host.DeviceInfo;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.HostState;
import dev.kiln.spi.host.KilnProcesses;
import dev.kiln.spi.host.QuietMachine;
import java.util.Map;
import java.util.Set;

/** What the jar needs of a host beside drawing; its benchmark starts nothing here. */
public final class Lent {
  private Lent() {}

  public static Map<Class<?>, ?> services(HostState host) {
    return Map.of(
        HostState.class,
        host,
        DeviceInfo.class,
        new DeviceInfo("cpu", 2, Set.of("avx2", "fma")),
        QuietMachine.class,
        (QuietMachine) purpose -> () -> {},
        KilnProcesses.class,
        new FakeProcesses(),
        ControlPreprocessors.class,
        new FakeSegmenter(),
        Generations.class,
        new FakeGenerations());
  }
}
