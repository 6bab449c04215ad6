package dev.kiln.plugin.longrangearena;

import java.util.List;

/**
 * One of the five tasks.
 *
 * @param tokens of a document on which its network was trained
 * @param documents of an example: two where documents are compared
 * @param accuracy of the reference on the examples, 0 to 1
 * @param chance the share of the most frequent label: what is right without reading
 */
record Task(String name, int tokens, int documents, double accuracy, double chance) {
  /** In the order of the paper. */
  static final List<String> NAMES = List.of("listops", "text", "retrieval", "image", "pathfinder");

  /** The one whose network is measured at other lengths, as in the paper. */
  static final String OF_LENGTHS = "text";
}
