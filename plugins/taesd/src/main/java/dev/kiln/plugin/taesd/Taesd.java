package dev.kiln.plugin.taesd;

import dev.kiln.plugin.taesd.TaesdOptions.Decoder;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.WakeOn;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.hook.VaeHook;
import dev.kiln.spi.hook.VaeInterceptor;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a small decoder around the model's where there is a file with one. Without it previews stay
 * as they are, and who asks for it is told.
 */
@Extension
@Singleton
@WakeOn(
    value = WakeOn.Wake.GENERATION,
    folders = {"taesd", "vae_approx", "vae-taesd"})
public final class Taesd implements VaeHook {
  private static final Logger LOG = LoggerFactory.getLogger("taesd");

  private final TaesdFiles files;
  private final ModelFiles models;
  private final Networks networks;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  @Inject
  Taesd(TaesdFiles files, ModelFiles models, Networks networks) {
    this.files = files;
    this.models = models;
    this.networks = networks;
  }

  @Override
  public Optional<VaeInterceptor> open(RequestContext request) {
    Optional<TaesdOptions> asked = request.options(TaesdOptions.class);
    TaesdOptions options = asked.orElse(TaesdOptions.DEFAULT);
    boolean decodes = options.decoder() == Decoder.TAESD;
    if (!decodes && !options.previews()) {
      return Optional.empty();
    }
    Optional<TinyDecoder> decoder = decodes ? demanded(options) : forPreviews(options);
    if (decodes) {
      request.infotext("VAE Decoder", "TAESD");
    }
    return decoder.map(found -> new TaesdInterceptor(found, networks, decodes, options.previews()));
  }

  private Optional<TinyDecoder> demanded(TaesdOptions options) {
    Optional<TinyDecoder> found = files.choose(options.model());
    if (found.isEmpty()) {
      throw new BadRequest(
          "there is no TAESD decoder in %s; put taesd_decoder.safetensors there, or decode with the model's own"
              .formatted(models.folder().resolve("taesd")));
    }
    return found;
  }

  /** A file that is none must not end pictures that would do without it. */
  private Optional<TinyDecoder> forPreviews(TaesdOptions options) {
    try {
      return files.choose(options.model());
    } catch (BadRequest unusable) {
      if (told.add(unusable.getMessage())) {
        LOG.warn("previews do without TAESD: {}", unusable.getMessage());
      }
      return Optional.empty();
    }
  }
}
