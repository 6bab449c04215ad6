package dev.kiln.plugin.detailer;

import dev.kiln.spi.generate.Prompts;
import java.util.List;

/**
 * What a request wants.
 *
 * @param units at least one
 * @param onInitPicture whether parts of the picture that the request begins with are drawn again,
 *     and not those of what is drawn
 * @param prompts of the request's pictures
 */
record DetailerRequest(
    List<DetailerUnit> units, Order order, boolean onInitPicture, Prompts prompts) {}
