package dev.kiln.plugin.taesd;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.generate.VaeCall;
import dev.kiln.spi.hook.VaeInterceptor;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes by the small decoder what it is asked for. */
final class TaesdInterceptor implements VaeInterceptor {
  private final TinyDecoder decoder;
  private final Networks networks;
  private final boolean decodes;
  private final boolean previews;
  private @Nullable NetworkRun run;

  /**
   * @param decodes whether finished pictures are its own
   * @param previews whether those of unfinished ones are
   */
  TaesdInterceptor(TinyDecoder decoder, Networks networks, boolean decodes, boolean previews) {
    this.decoder = decoder;
    this.networks = networks;
    this.decodes = decodes;
    this.previews = previews;
  }

  @Override
  public void decode(VaeCall call) {
    if (decodes) {
      demandChannels(call.latents());
      call.picture().set(decoded(call.latents()));
    } else {
      call.proceed();
    }
  }

  private void demandChannels(Tensor latents) {
    if (latents.dim(0) != decoder.channels()) {
      throw new BadRequest(
          "%s decodes latents of %d channels, but this model's have %d; choose another file"
              .formatted(decoder.file().path(), decoder.channels(), latents.dim(0)));
    }
  }

  @Override
  public Optional<Tensor> preview(Tensor latents) {
    if (!previews || latents.dim(0) != decoder.channels()) {
      return Optional.empty();
    }
    Tensor picture = decoded(latents);
    return Optional.of(Tensor.of(picture.data(), 3, picture.dim(2), picture.dim(3)));
  }

  /**
   * @param latents [channels, h, w]
   * @return [1, 3, 8h, 8w]
   */
  private Tensor decoded(Tensor latents) {
    if (run == null) {
      run = networks.build(decoder.file().path(), "taesd decoder", decoder::write);
    }
    Tensor one = Tensor.of(latents.data(), 1, latents.dim(0), latents.dim(1), latents.dim(2));
    return run.run(Map.of("latents", one)).get(0);
  }

  @Override
  public void close() {
    if (run != null) {
      run.close();
    }
  }
}
