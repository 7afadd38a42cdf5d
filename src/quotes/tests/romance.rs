//! Verbs without a subject, what stands between a verb and its subject, and names with their particles.

use super::assert_speakers;

#[test]
fn spanish() {
    assert_speakers(&[
        (
            "La reunión fue larga y los vecinos estaban allí. El ministro José Albariño habló ante los medios. Fue un día difícil para el holandés. “Ayer perdí mucho tiempo en la pista”, confesó.",
            Some("José Albariño"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. El ministro José Albariño defendió el plan. Además insistió en la apuesta por la paz: “El pueblo merece una salida digna”.",
            Some("José Albariño"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. El ministro José Albariño propone una salida y recalcó que la Autoridad Portuaria estaría “en la mejor situación para hacerlo”.",
            Some("José Albariño"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. El presidente Pedro Sancho llegó a la ciudad. También deseó suerte a todos, mostró su solidaridad con los vecinos y pidió calma. “Mucha precaución con el fuego”, pidió a la población.",
            Some("Pedro Sancho"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. El ministro José Albariño reafirmó su postura. “¿Cuál es la alternativa a todo esto?”, se preguntaba en unas declaraciones a la emisora.",
            Some("José Albariño"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. “La carta es clara y no deja dudas”, dice Von der Leiden en la misiva. Ursula von der Leiden preside la comisión.",
            Some("Ursula von der Leiden"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. La presidenta de la Comisión Portuaria, Ursula von der Leiden, aseguró que “los barcos llegarán a tiempo”.",
            Some("Ursula von der Leiden"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. Donald Tuscano anunció el plan ayer. “Es un gran paso para todos”, afirmó Tuscano. “No habrá más retrasos”, dijo el jefe de Gobierno lituano.",
            Some("Donald Tuscano"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. El juez Ángel Hurtán firma el auto. Para el instructor, las pruebas dan “un elevado grado de certeza” sobre los hechos.",
            Some("Ángel Hurtán"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. Mohamed Suleimán, presidente de la federación, replicó a la carta abierta publicada por los pilotos: “¿Tenemos que hablar con ellos?”.",
            Some("Mohamed Suleimán"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. Marlasco ha confirmado las doce muertes y ha especificado que hay “casi quinientos efectivos en la zona”. Fernando Marlasco es ministro.",
            Some("Fernando Marlasco"),
        ),
        (
            "La reunión fue larga y los vecinos estaban allí. Yahya Sareda habló en la cadena. Asimismo, indicó que los rebeldes continúan con “la prohibición de pasar por el canal”.",
            Some("Yahya Sareda"),
        ),
    ]);
}

#[test]
fn french() {
    assert_speakers(&[
        (
            "La réunion a été longue et les habitants étaient là. « La situation est grave », prévient le PDG, Pekka Lundin, dans un communiqué.",
            Some("Pekka Lundin"),
        ),
        (
            "La réunion a été longue et les habitants étaient là. Keir Starler affirme vouloir agir. « Nous irons vite », promet Keir Starler. « Rien ne changera avant », écrit le chef du gouvernement travailliste.",
            Some("Keir Starler"),
        ),
        (
            "La réunion a été longue et les habitants étaient là. « La crise est là », juge Mme Binot. A ses yeux, « on peut parler de rupture totale ». Sophie Binot dirige le syndicat.",
            Some("Sophie Binot"),
        ),
        (
            "La réunion a été longue et les habitants étaient là. Le colistier de Donald Trumpet, Jack Vance, est venu. « Je suis né ici », a-t-il raconté.",
            Some("Jack Vance"),
        ),
    ]);
}

#[test]
fn italian() {
    assert_speakers(&[
        (
            "La riunione è stata lunga e gli abitanti erano lì. Gli Stati Uniti hanno finora chiesto esplicitamente ai magistrati italiani di non concedere “gli arresti domiciliari a nessuno”.",
            Some("Stati Uniti"),
        ),
        (
            "La riunione è stata lunga e gli abitanti erano lì. «Grazie a tutti per la serata», ha twittato poi la premier nella serata. La premier Giorgia Melani era con Donald Trumpet.",
            Some("Giorgia Melani"),
        ),
    ]);
}
