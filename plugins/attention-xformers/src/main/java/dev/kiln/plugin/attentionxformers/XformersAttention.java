package dev.kiln.plugin.attentionxformers;

import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Offers ONNX Runtime's flash kernel; a bias, which that kernel does not take, is added in slices.
 */
@Extension
@Singleton
@Offers(value = "xformers", rank = 100, flags = "--xformers")
public final class XformersAttention implements AttentionOptimizer {
  /** Execution providers that have the kernel. */
  private static final Set<String> KERNELS = Set.of("cpu", "cuda");

  @Inject
  XformersAttention() {}

  @Override
  public Support supports(AttentionSite site, NetworkContext network) {
    XformersOptions options =
        network.options(XformersOptions.class).orElse(XformersOptions.DEFAULT);
    String provider = network.device().provider();
    if (!KERNELS.contains(provider) && !options.force()) {
      return Support.no(
          "its kernel is not known to run on " + provider + "; --force-enable-xformers tries it");
    }
    if (site.bias().isEmpty()) {
      return Support.yes("the flash kernel keeps one tile of scores at a time");
    }
    return options.flash()
        ? Support.no("it has a bias, which the flash kernel does not take")
        : Support.yes("slices of queries, for the bias");
  }

  @Override
  public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
    return site.bias()
        .map(bias -> new BiasedSlices(site, network.attentionMemory()).write(graph, bias))
        .orElseGet(
            () ->
                graph.op(
                    "com.microsoft.MultiHeadAttention",
                    Attributes.of("num_heads", site.heads()).and("scale", site.scale()),
                    site.query(),
                    site.key(),
                    site.value()));
  }
}
