package dev.kiln.plugin.lora;

/**
 * A file that a request draws with.
 *
 * @param hash SHA-256 of the file
 * @param part of the prompt that its tag stood in, from 0
 */
record LoraUse(LoraEntry entry, String hash, LoraTag tag, int part) {
  /** What its changes depend on beside strength. */
  String fingerprint() {
    return hash
        + tag.rank().stream().mapToObj(rank -> " dyn " + rank).findFirst().orElse("")
        + tag.blocks().map(blocks -> " lbw " + blocks.text()).orElse("");
  }
}
