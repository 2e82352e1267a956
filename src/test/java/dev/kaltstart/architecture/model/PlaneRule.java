package dev.kaltstart.architecture.model;

import java.util.stream.Stream;

/** A plane is read at one look: in the column of a README, and in Cockpit without zooming in. */
final class PlaneRule implements Rules.Rule {

    private static final int ELEMENTS = 40;
    private static final int WIDTH = 1700;

    @Override
    public Stream<String> violations(Model model) {
        return Diagram.of(model).stream().flatMap(diagram -> Stream.concat(elements(diagram), width(diagram)));
    }

    private static Stream<String> elements(Diagram diagram) {
        int count = diagram.shapes().size();
        return count <= ELEMENTS
                ? Stream.of()
                : Stream.of(diagram.plane() + " has " + count + " elements on its plane, at most " + ELEMENTS
                        + " can be read: make a part of it a phase or a model of its own");
    }

    private static Stream<String> width(Diagram diagram) {
        long width = Math.round(diagram.extent().getWidth());
        return width <= WIDTH
                ? Stream.of()
                : Stream.of(diagram.plane() + " is " + width + " px wide, at most " + WIDTH + " can be read");
    }
}
