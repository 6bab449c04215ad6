package dev.kiln.plugin.fast;

import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.index.Flag;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** A flag for each pace: {@code kiln txt2img --faster}. */
final class PaceFlags {
  private static final String OPTION = "pace";

  private PaceFlags() {}

  /** SSIM 0.95. */
  @Extension
  @Singleton
  @Flag(
      name = "--fast",
      summary = "draw with the fastest accelerators that keep the picture (SSIM 0.95)")
  public static final class Fast implements CliFlag {
    @Inject
    Fast() {}

    @Override
    public Map<String, Object> options(List<String> values) {
      return Map.of(OPTION, "fast");
    }
  }

  /** SSIM 0.9. */
  @Extension
  @Singleton
  @Flag(name = "--faster", summary = "draw with faster ones, for a few other details (SSIM 0.9)")
  public static final class Faster implements CliFlag {
    @Inject
    Faster() {}

    @Override
    public Map<String, Object> options(List<String> values) {
      return Map.of(OPTION, "faster");
    }
  }

  /** SSIM 0.8. */
  @Extension
  @Singleton
  @Flag(name = "--fastest", summary = "draw with the fastest that keep the composition (SSIM 0.8)")
  public static final class Fastest implements CliFlag {
    @Inject
    Fastest() {}

    @Override
    public Map<String, Object> options(List<String> values) {
      return Map.of(OPTION, "fastest");
    }
  }
}
