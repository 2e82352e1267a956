package dev.kaltstart.architecture.model;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** No code in a diagram: no scripts, no class names, and expressions that read one fact. */
final class CodeRule implements Rules.Rule {

    private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{[^}]*}");
    private static final Pattern ONE_FACT = Pattern.compile("\\$\\{(!?[A-Za-z]\\w*|[A-Za-z]\\w* == '[^']*')}");
    /** A called process gets the id of the recovery; the engine has no other way to say so. */
    private static final String BUSINESS_KEY = "#{execution.processBusinessKey}";

    private static final Set<String> CODE = Set.of("class", "expression", "scriptFormat", "language", "resource");
    /** Tasks that would get past the engine's own behaviour for steps. */
    private static final Set<String> UNWATCHED = Set.of("scriptTask", "script", "task", "sendTask", "manualTask");

    @Override
    public Stream<String> violations(Model model) {
        return elements(root(model)).flatMap(CodeRule::violations);
    }

    private static Stream<String> violations(Element element) {
        return Stream.of(unwatched(element), code(element), expressions(element))
                .flatMap(found -> found);
    }

    private static Stream<String> unwatched(Element element) {
        return UNWATCHED.contains(element.getLocalName())
                ? Stream.of(where(element) + " is a " + element.getLocalName() + "; only steps and human tasks do work")
                : Stream.of();
    }

    private static Stream<String> code(Element element) {
        return attributes(element)
                .filter(attribute -> CODE.contains(attribute.getLocalName()))
                .map(attribute -> where(element) + " has code in it: " + attribute.getNodeName());
    }

    private static Stream<String> expressions(Element element) {
        Stream<String> texts = Stream.concat(
                attributes(element)
                        .filter(attribute -> !attribute.getNodeValue().equals(BUSINESS_KEY)
                                || !attribute.getNodeName().equals("businessKey"))
                        .map(Node::getNodeValue),
                children(element)
                        .filter(child -> !(child instanceof Element) && child.getNodeType() != Node.COMMENT_NODE)
                        .map(Node::getNodeValue));
        return texts.flatMap(text -> EXPRESSION.matcher(text).results().map(MatchResult::group))
                .filter(expression -> !ONE_FACT.matcher(expression).matches())
                .map(expression -> where(element) + " has an expression of more than one fact: " + expression);
    }

    private static String where(Element element) {
        for (Node node = element; node instanceof Element candidate; node = node.getParentNode()) {
            if (candidate.hasAttribute("id")) {
                return candidate.getAttribute("id");
            }
        }
        return element.getNodeName();
    }

    private static Element root(Model model) {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            return factory.newDocumentBuilder().parse(model.file().toFile()).getDocumentElement();
        } catch (Exception problem) {
            throw new IllegalStateException(model.file() + " cannot be read", problem);
        }
    }

    private static Stream<Element> elements(Element element) {
        List<Element> below = children(element)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
        return Stream.concat(Stream.of(element), below.stream().flatMap(CodeRule::elements));
    }

    private static Stream<Node> children(Element element) {
        var nodes = element.getChildNodes();
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item);
    }

    private static Stream<Node> attributes(Element element) {
        var nodes = element.getAttributes();
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item);
    }
}
