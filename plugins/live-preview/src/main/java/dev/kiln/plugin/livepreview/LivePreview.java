package dev.kiln.plugin.livepreview;

import dev.kiln.spi.WakeOn;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.hook.StepListener;
import dev.kiln.spi.hook.StepObserver;
import dev.kiln.spi.host.Previews;
import dev.kiln.spi.tensor.Tensor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Watches every pass of a server: on the command line nobody would see the previews. */
@Extension
@Singleton
@WakeOn(WakeOn.Wake.SERVER)
public final class LivePreview implements StepListener {
  private final Previews previews;
  private final ColourMaps maps;

  @Inject
  LivePreview(Previews previews, ColourMaps maps) {
    this.previews = previews;
    this.maps = maps;
  }

  @Override
  public Optional<StepObserver> open(PassContext pass) {
    int every = pass.options(PreviewOptions.class).map(PreviewOptions::every).orElse(1);
    if (every < 1) {
      return Optional.empty();
    }
    return Optional.of(
        (step, denoised) -> {
          if ((step.step() + 1) % every == 0 && previews.wanted()) {
            previews.publish(pass.job(), picture(pass.vae(), denoised));
          }
        });
  }

  /** Of a decoder that a plugin has for previews, or of colours alone. */
  private Tensor picture(Vae vae, Tensor denoised) {
    return DecodedImages.of(vae, denoised).orElseGet(() -> maps.of(vae).picture(denoised));
  }
}
