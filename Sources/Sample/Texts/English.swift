extension Phrasebook {
    static let english = Phrasebook(
        topics: """
            The production database|The core switch|The order system|The nightly backup|The web portal|The cluster
            is very slow|runs at full load|has no connections left|reports errors since this morning|is out of disk space
            The administrator account|The customer archive|The mail gateway|The VPN tunnel|The file server
            shows strange log-ins|looks encrypted by ransomware|has wrong permissions|has a certificate about to expire
            The printer|My mailbox|The expense system|The VPN|The video conference|The mobile app
            does not let me in|keeps loading for ever|rejects my password|drops all the time|does not print
            E-invoicing|An access request|Device maintenance|A new account|Bulk import|Report export
            is unclear to me|needs which steps?|is submitted where?|asks for documents I don't know|is never approved
            Meeting room equipment|A report template|The API document|A training seat|A test environment
            is needed in addition|should be changed a little|is needed two weeks longer|should be opened for us
            The warranty policy|The price list|The contract clause|The repair status|The statement of account
            could you look it up?|which version is current?|does it apply to us?|differs from your last answer
            The payment platform|Single sign-on|The whole campus network|The SMS channel|The service system
            cannot be reached at all|times out everywhere|comes and goes|lets nobody log in|answers with error 502
            The visiting engineer|The hotline|The repair quote|The delivery|My last complaint
            was very rude|did not show up|is delayed again and again|is nobody's business|is not what you promised
            The self-service page|The voice menu|The survey|The status text message|The start page
            is hard to find|could be simpler|should exist in English|is updated too late|is good, do more of it
            The CNC machine|The compressor|The air conditioning|The UPS|The sensor|The cooling pump|The lift controller
            stopped with an alarm|runs too hot|makes a strange noise|does not start|sends no data|leaks oil
            Line two|The boiler house|The chemical store|The water treatment|The press shop
            stopped completely|is leaking|is smoking|is over pressure|may hurt somebody|is over the emission limit
            The yearly maintenance|A new installation|A relocation|An inspection|An upgrade
            needs an engineer on site|should be booked this week|should be planned beforehand|needs spare parts
            """,
        details:
            """
            It began this morning.|I restarted it, no change.|A dozen of us are affected.|\
            It worked yesterday.|My colleague sees the same.|A customer is waiting.|\
            A screenshot is attached.|Nothing was changed lately.|It happened last month too.|\
            No hurry, this week is fine.
            """,
        asks: """
            Please help soon, thank you.|Please have somebody call me.|How long will it take?|\
            Is there a workaround?|Let me know when it is done.|Thanks!
            """,
        agent:
            """
            Hello, we have received it and I am looking into it.|What does the message say exactly?|\
            Could you tell me the serial number?|We found the cause and are working on it.|\
            The engineer will arrive within the hour.|We are waiting for the spare part.|\
            Please try again and tell me whether it works.|We are sorry for the trouble.|\
            I have passed it to an expert.
            """,
        customer:
            """
            Fine, I will wait.|Any news?|Still not working.|I have sent the screenshot.|\
            It works now, thank you!|Please hurry, our customer is asking.|I can take a call after three.
            """,
        resolutions: """
            works again after a restart.|is fixed, a part was replaced.|is done as agreed.|\
            was reconfigured and checked.|is explained, a guide is attached.
            """,
        notes: """
            The customer is in a hurry.|Same cause as last week.|Agreed by phone for tomorrow.|\
            Only one spare part left.|Legal should check the clause.
            """,
        reasons: """
            The impact is smaller than described.|The impact has grown.|The customer gave new facts.|\
            The category was wrong.
            """, gap: " ",
        stop: ".")
}
