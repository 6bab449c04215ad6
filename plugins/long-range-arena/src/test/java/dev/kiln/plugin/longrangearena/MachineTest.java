package dev.kiln.plugin.longrangearena;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.host.DeviceInfo;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void namesTheProcessorAndTheWidestOfItsInstructionSets() {
    DeviceInfo device = new DeviceInfo("cpu", 2, Set.of("avx", "avx2", "fma"), "A Processor");
    assertThat(new Machine(device).name()).isEqualTo("A Processor, avx2, 2 processors, on cpu");
  }

  @Test
  void withoutAKnownSetTheArchitectureStandsThere() {
    String arch = System.getProperty("os.arch");
    assertThat(new Machine(new DeviceInfo("cuda", 1)).name())
        .isEqualTo("%s, %s, 1 processor, on cuda".formatted(arch, arch));
  }
}
