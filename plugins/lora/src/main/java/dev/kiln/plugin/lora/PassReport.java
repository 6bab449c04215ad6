package dev.kiln.plugin.lora;

import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.graph.NetworkKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Tells, at the end of a pass, what did not fit into its networks. */
record PassReport(LoraSet set, LoraFiles files, Leftovers leftovers) {
  void tell(RequestContext request) {
    Set<String> sentences = new LinkedHashSet<>();
    int parts = set.byPart() ? set.uses().stream().mapToInt(LoraUse::part).max().orElse(0) + 1 : 1;
    for (int part = 0; part < parts; part++) {
      sentences.addAll(merged(NetworkKind.TEXT_ENCODER, set.ofText(OptionalInt.of(part))));
    }
    List<LoraUse> unet = set.ofUnet();
    sentences.addAll(
        set.fed()
            ? leftovers.of(new RowPatch(unet, files, leftovers).fingerprint())
            : merged(NetworkKind.UNET, unet));
    sentences.forEach(request::warn);
  }

  private List<String> merged(NetworkKind kind, List<LoraUse> uses) {
    return leftovers.of(new MergePatch(kind, uses, files, leftovers).fingerprint());
  }
}
