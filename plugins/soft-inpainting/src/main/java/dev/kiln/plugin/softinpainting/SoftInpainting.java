package dev.kiln.plugin.softinpainting;

import dev.kiln.spi.generate.Redraws;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.MaskBlender;
import dev.kiln.spi.hook.MaskHook;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Opens the blender in requests that ask for it; parts that are drawn again have their own masks.
 */
@Extension
@Singleton
public final class SoftInpainting implements MaskHook {
  @Inject
  SoftInpainting() {}

  @Override
  public Optional<MaskBlender> open(RequestContext request) {
    if (request.redraws() == Redraws.PART) {
      return Optional.empty();
    }
    Optional<SoftOptions> options = request.options(SoftOptions.class).filter(SoftOptions::enabled);
    options.ifPresent(it -> it.describe(request));
    return options.map(SoftBlender::new);
  }
}
