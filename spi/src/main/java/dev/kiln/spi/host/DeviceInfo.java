package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.util.Set;

/**
 * What the networks run on.
 *
 * @param provider the runtime's execution provider: {@code cpu}, {@code cuda}...
 * @param processors that the runtime may use
 * @param instructions sets that the processor has, by Linux' names ({@code avx2}, {@code avx512f},
 *     {@code asimd}); none where the system does not tell
 * @param processor the processor's name, for people; its architecture where the system does not
 *     tell
 */
@ProvidedByHost
public record DeviceInfo(
    String provider, int processors, Set<String> instructions, String processor) {
  public DeviceInfo {
    instructions = Set.copyOf(instructions);
  }

  /** One whose processor has no known name. */
  public DeviceInfo(String provider, int processors, Set<String> instructions) {
    this(provider, processors, instructions, System.getProperty("os.arch"));
  }

  /** One of whose instructions nothing is known. */
  public DeviceInfo(String provider, int processors) {
    this(provider, processors, Set.of());
  }
}
